import { createTrainer } from '../client';
import '../panels';
import './gradlet-lab';

const lab = document.createElement('gradlet-lab');
lab.dataUrl = new URL('mnist/', document.baseURI).href;
lab.trainedUrl = new URL(lab.trainedUrl, document.baseURI).href;
lab.connect = (onFailure) => createTrainer({ dataUrl: lab.dataUrl, onFailure });
document.body.append(lab);
